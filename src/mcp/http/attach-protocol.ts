// How a connection over the gateway's socket becomes one of stdio; both ends are ours.

export const attachPath = '/attach';
export const attachProtocol = 'pymcp-stdio';
/** Names with commas between; all that the gateway serves where it is left out. */
export const attachServicesHeader = 'pymcp-services';
