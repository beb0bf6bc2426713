// Streamlit's side of the image that the layer's picture computes with; it shows nothing itself.

import { keepPixels } from "./pixels.js";

export default function pixels({ data }) {
  keepPixels(data);
}
