def expected_tokens(tokens, skipped, token):
    return ""
