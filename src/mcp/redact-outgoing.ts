// secret.unlogged: every message to a client goes through the redactor, whoever made it: a tool, a prompt, or the library, which
// repeats in its errors what it was asked.
import type { JSONRPCMessage, McpServer, Transport } from '@modelcontextprotocol/server';
import type { SecretRedactor } from '../core/secret-redactor.js';

type Server = Pick<McpServer['server'], 'connect'>;

/** From its next connection on. */
export function redactOutgoing(server: Server, redactor: SecretRedactor): void {
  if (!redactor.isActive) return;
  const connect = server.connect.bind(server);
  server.connect = (transport: Transport) => {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(redactMessage(redactor, message), options);
    return connect(transport);
  };
}

/** By its id and its token a client knows which question is answered: those are its own words, and stay as they are. */
function redactMessage(redactor: SecretRedactor, message: JSONRPCMessage): JSONRPCMessage {
  const redacted = { ...redactor.redactValue(message), ...('id' in message ? { id: message.id } : {}) };
  const progressToken = 'method' in message ? message.params?.['progressToken'] : undefined;
  if (progressToken === undefined || !('params' in redacted)) return redacted as JSONRPCMessage;
  return { ...redacted, params: { ...redacted.params, progressToken } };
}
