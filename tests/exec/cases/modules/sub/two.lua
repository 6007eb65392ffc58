return {n=1}
