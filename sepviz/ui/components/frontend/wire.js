// The message from Python: a JSON header, then arrays as they lie in memory (see microscope_wire.py).

const READERS = { float32: Float32Array, uint8: Uint8Array };
const HEADER_START = 4;

/** Read a message into a view: the header's facts and one typed array for each name. */
export function unpack(message) {
  const buffer = message.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, HEADER_START, length));
  const { arrays, ...view } = JSON.parse(text);
  for (const [name, { type, offset, length: count }] of Object.entries(arrays)) {
    view[name] = new READERS[type](buffer, HEADER_START + length + offset, count);
  }
  if (view.image instanceof Uint8Array) {
    view.image = Float32Array.from(view.image, (code) => code / 255);
  }
  return view;
}

/** Whether two messages hold the same bytes: a rerun that changed nothing must not redraw. */
export function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
