// One microscope as a page of its own.

import { showMicroscopes } from "./offline.js";

showMicroscopes(false);
