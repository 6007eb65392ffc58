type Tree<T> = { value: T, left?: Tree<T>, right?: Tree<T> }
local function insert<T: Ordered>(tree: Tree<T>?, value: T): Tree<T>
  if tree == nil then return { value = value } end
  local side = value < (tree!).value and "left" or "right"
  tree[side] = insert(tree[side] :: Tree<T>?, value)
  return tree!
end
local function walk<T>(tree: Tree<T>?, out: {T}): {T}
  if tree then walk(tree.left, out); out[#out + 1] = tree.value; walk(tree.right, out) end
  return out
end
local root: Tree<integer>?
for _, v in ipairs({ 5, 2, 8, 1 }) do root = insert(root, v) end
print(table.concat(walk(root, {}), " "))
