// The tool of ours that runs nothing. The bare server's has the same name: both get the same requests.

export const emptyTool = 'list_sessions';
