const started = new Map();
function start(name, code, imports) {
    if (!started.has(name)) {
        const instance = WebAssembly.instantiate(code, imports);
        instance.catch(() => started.delete(name));
        started.set(name, instance);
    }
    return started.get(name);
}
function part(url, pieces) {
    const file = fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        return response.arrayBuffer();
    });
    file.catch(() => {});
    return async (imports) => {
        const bytes = await file;
        const starting = [];
        let offset = 0;
        for (const [name, size] of pieces) {
            starting.push(start(name, new Uint8Array(bytes, offset, size), imports));
            offset += size;
        }
        await Promise.all(starting);
    };
}
