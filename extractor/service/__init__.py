"""Many documents: durable jobs, whose documents are converted in child processes."""
