// What a body asks for, before anybody has checked it.

export function isMethod(body: unknown, method: string): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === method;
}
