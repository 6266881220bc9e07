window.liveRuntime = null;   // this copy of the book has no C# runtime
