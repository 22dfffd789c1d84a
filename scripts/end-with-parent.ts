// Preloaded into the web server and the worker: when the process that started them is gone, however it died, its message
// channel closes and they end too, so that nothing keeps the port.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// By then nobody reads what they still say.
process.stdout.on("error", () => {});
