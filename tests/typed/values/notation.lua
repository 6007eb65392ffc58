type A = { a: string, b?: integer | nil, c: {[string]: {number}}, d: (x: A, ...any) -> (string, nil) }
type B = readonly {string} & interface { x: A }
type C = ((a: A) -> B)? | "lit" | 5 | true
type D = keyof(A)
print(A)  --> {a: string, b?: integer | nil, c: {[string]: {number}}, d: (x: A, ...any) -> (string, nil)}
print(B)  --> {string} & interface {x: A}
print(C)  --> ((a: A) -> B)? | "lit" | 5 | true
print(tostring(D), "" .. tostring(integer:kind()))  --> keyof(A) integer
