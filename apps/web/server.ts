import { createServer } from 'node:http';
import next from 'next';

const dev = process.env['NODE_ENV'] !== 'production';
const port = Number(process.env['PORT'] ?? 3000);
const app = next({ dev, dir: import.meta.dirname, turbopack: true });
const pages = app.getRequestHandler();
const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    return;
  }
  void pages(request, response);
});
await app.prepare();
server.on('upgrade', app.getUpgradeHandler());
server.listen(port, () => console.log(`http://localhost:${port}`));
