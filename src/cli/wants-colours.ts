// Whether output is coloured (https://no-color.org: NO_COLOR set to anything but nothing says no).

export function wantsColours(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
}
