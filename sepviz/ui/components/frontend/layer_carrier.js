// What the layer's picture needs once: its code and the image. Streamlit sends a component's script
// and data anew with every change of either, but a large message that it has sent before only once.

import { offerLayer } from "./layer_offer.js";
import { mountLayer } from "./layer_picture.js";
import { keepPixels } from "./pixels.js";

export default function layerCarrier({ data }) {
  offerLayer(mountLayer);
  keepPixels(data);
}
