local function main(job)
    return {done = job.job_id, data = job.data}
end

return { main = main }
