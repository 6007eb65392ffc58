local function main(reservation_id)
    return {released = reservation_id}
end

return { main = main }
