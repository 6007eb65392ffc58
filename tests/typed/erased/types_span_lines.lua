type Event =
    { kind: "exit", from: string }
  | { kind: "cancel",
      deadline: number? }  -- a comment inside
  | nil
local function on(
  event: Event,
  ...: any
): (
  boolean,
  string
)
  return event == nil, "x"
end
print(on())
