// Imported before a program that was started with a channel to its parent: ends it as Ctrl+C does when the parent is gone, however it went.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
