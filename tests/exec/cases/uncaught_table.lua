print(1) error({code=2})
