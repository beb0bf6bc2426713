// What the layer's picture needs once: its code and the image. Streamlit sends a component's script
// and data anew with every change of either, but a large message that it has sent before only once.

import { mountLayer } from "./layer_picture.js";
import { offer } from "./offer.js";
import { keepPixels } from "./pixels.js";

export default function layerCarrier({ data }) {
  offer("layer", mountLayer);
  keepPixels(data);
}
