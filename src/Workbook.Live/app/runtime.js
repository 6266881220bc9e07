window.liveRuntime = null;   // what runs cells is not beside these pages
