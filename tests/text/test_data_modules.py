"""The modules ``json``, ``hash`` and ``base64``."""

from __future__ import annotations

import base64 as python_base64
import random
from typing import Any

import pytest
from luaflow_runtime.lib import base64, hash, json
from luaflow_runtime.lib.errors import new_error
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.table import Table


def _failed(result: Any) -> tuple[str, str, Any]:
    value, error = result
    assert value is None or value is False
    return error.kind_, error.message_, error.retryable_


def test_json_encode() -> None:
    assert json.encode(Table(a=1, b=Table(1, 2.5, True))) == ('{"a":1,"b":[1,2.5,true]}', None)
    assert json.encode(None) == ("null", None)
    assert json.encode("é<") == ('"é\\u003c"', None)
    assert _failed(json.encode(Table(1, x=2))) == ("Internal", "cannot encode mixed or invalid key types", False)
    assert _failed(json.encode(Table(a=Table(1, None, 2)))) == ("Internal", "a: cannot encode sparse array", False)


def test_json_decode() -> None:
    value, error = json.decode('{"b":1,"a":[1.0,"x"]} rest')
    assert error is None
    assert json.encode(value) == ('{"b":1,"a":[1.0,"x"]}', None)
    for bad, kind in ((None, "Invalid"), (12, "Invalid"), ("", "Invalid"), ("{", "Internal"), ("[" * 200, "Internal")):
        assert _failed(json.decode(bad))[0] == kind
    assert _failed(json.decode('{"a":}'))[1] == "expecting value at line 1 column 6"


_SCHEMA = """{"type":"object","required":["sku"],"additionalProperties":false,"properties":{
 "sku":{"type":"string","minLength":2,"pattern":"^[a-z]"},"qty":{"type":"integer","minimum":1,"exclusiveMaximum":100},
 "tags":{"type":"array","items":{"$ref":"#/$defs/tag"},"maxItems":2,"uniqueItems":true},
 "kind":{"enum":["a",1,null]},"either":{"oneOf":[{"type":"string"},{"type":"number","multipleOf":0.1}]},
 "not":{"not":{"const":3}},"any":{"anyOf":[{"type":"null"},{"minimum":5}]},
 "pay":{"if":{"properties":{"by":{"const":"card"}}},"then":{"required":["number"]},"else":{"maxProperties":1}}},
 "$defs":{"tag":{"type":["string","integer"]}}}"""


@pytest.mark.parametrize(
    "document",
    [
        '{"sku":"ab"}',
        '{"sku":"ab","qty":99,"tags":["x",1],"kind":null}',
        '{"sku":"ab","qty":5.0,"either":0.3}',
        '{"sku":"ab","not":4,"any":7,"pay":{"by":"cash"}}',
        '{"sku":"ab","pay":{"by":"card","number":1,"more":2}}',
        '{"sku":"éa"}'.replace("éa", "ba"),
    ],
)
def test_documents_that_fit(document: str) -> None:
    assert json.validate_string(_SCHEMA, document) == (True, None)
    assert json.validate(_SCHEMA, json.decode(document)[0])[0] is True


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[]", "expected object, got array"),
        ("{}", "missing required field 'sku'"),
        ('{"sku":1}', "sku: expected string, got integer"),
        ('{"sku":"a"}', "sku: must have at least 2 characters, has 1"),
        ('{"sku":"AB"}', "sku: does not match pattern '^[a-z]'"),
        ('{"sku":"ab","x":1}', "field 'x' is not allowed"),
        ('{"sku":"ab","qty":0}', "qty: 0 is less than the minimum 1"),
        ('{"sku":"ab","qty":100}', "qty: 100 is not less than 100"),
        ('{"sku":"ab","qty":1.5}', "qty: expected integer, got number"),
        ('{"sku":"ab","tags":[1,2,3]}', "tags: must have at most 2 items, has 3"),
        ('{"sku":"ab","tags":[1,1.0]}', "tags: items are not unique"),
        ('{"sku":"ab","tags":[true]}', "tags[0]: expected string or integer, got boolean"),
        ('{"sku":"ab","kind":true}', "kind: value is not one of the allowed values"),
        ('{"sku":"ab","either":true}', "either: fits none of the alternatives instead of one"),
        ('{"sku":"ab","not":3.0}', "not: fits what is excluded"),
        ('{"sku":"ab","any":2}', "any: fits none of the alternatives"),
        ('{"sku":"ab","pay":{"by":"card"}}', "pay: missing required field 'number'"),
        ('{"sku":"ab","pay":{"by":"x","a":1}}', "pay: must have at most 1 properties, has 2"),
    ],
)
def test_documents_that_do_not_fit(document: str, message: str) -> None:
    assert _failed(json.validate_string(_SCHEMA, document)) == ("Invalid", message, False)


def test_schemas_as_tables() -> None:
    schema = Table(type="object", properties=Table(n=Table(type="number")), required=Table("n"))
    assert json.validate(schema, Table(n=1)) == (True, None)
    assert _failed(json.validate(schema, Table(n="x")))[1] == "n: expected number, got string"
    assert json.validate(Table(), Table(1)) == (True, None)


@pytest.mark.parametrize(
    "schema",
    ['{"type":"strange"}', "{", "[1]", "3", '{"$ref":"#/nowhere"}', '{"$ref":"#"}', '{"pattern":"("}', 12, None],
)
def test_bad_schemas(schema: Any) -> None:
    kind, message, _ = _failed(json.validate(schema, "text"))
    assert kind == "Invalid"
    assert "schema" in message


def test_bad_documents() -> None:
    assert _failed(json.validate_string("{}", "{"))[0] == "Invalid"
    assert _failed(json.validate_string("{}", 5))[0] == "Invalid"


def test_digests() -> None:
    assert hash.md5("") == ("d41d8cd98f00b204e9800998ecf8427e", None)
    assert hash.sha1("abc")[0] == "a9993e364706816aba3e25717850c26c9cd0d89d"
    assert hash.sha256("abc")[0] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (hash.sha512("abc")[0] or "").startswith("ddaf35a193617aba")
    raw, _ = hash.sha256("é\udcff", True)
    assert to_bytes(raw or "").hex() == hash.sha256("é\udcff", False)[0]
    # RFC 2202 and RFC 4231.
    assert hash.hmac_md5("what do ya want for nothing?", "Jefe")[0] == "750c783e6ab0b503eaa86e310a5db738"
    assert hash.hmac_sha1("what do ya want for nothing?", "Jefe")[0] == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    assert (hash.hmac_sha256("what do ya want for nothing?", "Jefe")[0] or "").startswith("5bdcc146bf60754e")
    assert (hash.hmac_sha512("what do ya want for nothing?", "Jefe")[0] or "").startswith("164b7a7bfcf819e2")
    assert hash.hmac_sha256("x", "")[1] is None


def test_fnv() -> None:
    assert hash.fnv32("") == (0x811C9DC5, None)
    assert hash.fnv32("foobar") == (0x31F0B262, None)
    assert hash.fnv64("foobar") == (float(0x340D8765A4DDA9C2), None)


def test_what_is_no_string() -> None:
    assert _failed(hash.md5(5)) == ("Invalid", "data must be a string", False)
    assert _failed(hash.hmac_sha1("x", None)) == ("Invalid", "secret must be a string", False)
    assert _failed(hash.fnv64(Table()))[1] == "data must be a string"
    assert _failed(base64.encode(None)) == ("Invalid", "string expected", False)
    assert _failed(base64.decode(1.5))[1] == "string expected"
    assert hash.md5(new_error("x")) == hash.md5("x")


def test_base64_round_trip() -> None:
    random_ = random.Random(14)
    for size in range(60):
        data = random_.randbytes(size)
        text = base64.encode(from_bytes(data))
        assert text == python_base64.b64encode(data).decode()
        assert base64.decode(text) == from_bytes(data)
        assert base64.decode("\r\n".join(text)) == from_bytes(data)


@pytest.mark.parametrize(
    ("text", "at"),
    [("A", 0), ("AA", 0), ("AAA", 0), ("AAAA=", 4), ("AA=A", 2), ("AA=", 3), ("AAA=A", 4), ("AA==A", 4), ("A===", 1), ("!AAA", 0), ("AAA!", 3), ("AAAAB", 4), ("AA=\n=x", 5), ("é", 0), ("AAA\n", 1), ("=", 0)],
)  # fmt: skip
def test_base64_faults(text: str, at: int) -> None:
    assert _failed(base64.decode(text)) == ("Invalid", f"illegal base64 data at input byte {at}", False)
