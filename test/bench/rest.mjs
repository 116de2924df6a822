import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export function get(baseUrl, path, token) {
  return call(baseUrl, { method: 'GET', path, token });
}

export function post(baseUrl, path, body = {}, token) {
  return call(baseUrl, { method: 'POST', path, body, token });
}

/** Over connections that are kept. Rejects with what the server answered, if that was no success. */
function call(baseUrl, { method, path, body, token }) {
  const { hostname, port } = new URL(baseUrl);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, method, path, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (answer += chunk));
      response.on('end', () => {
        if (response.statusCode < 300) resolve(JSON.parse(answer));
        else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${answer.slice(0, 300)}`));
      });
    });
    request.on('error', reject);
    request.end(text);
  });
}
