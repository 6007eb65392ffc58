return {
    main = function(request)
        return {id = "payment-1", amount = request.amount}
    end
}
