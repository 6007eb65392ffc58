local co = coroutine.create(function() local x = nil; x() end) print(coroutine.resume(co))  error(select(2, coroutine.resume(co)))
