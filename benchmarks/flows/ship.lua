return {
    main = function(request)
        return {tracking_number = "tracking-1", order_id = request.order_id}
    end
}
