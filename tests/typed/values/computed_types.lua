type Item = { sku: string, qty: integer }
type Key = keyof(Item)
type Qty = Item["qty"]
type Elem = {string}
type One = Elem[number]
type IsText = string extends Item ? true : false
print(Key:is("sku"), Key:is("other"))  --> sku nil expected Key, got string
print(Qty:is(1), Qty:is("x"))  --> 1 nil expected Qty, got string
print(One:is("x"), IsText:is(false), IsText:is(true))  --> x false nil expected IsText, got boolean
type Of = typeof(print)
print(Of:is(1))  --> 1 nil
