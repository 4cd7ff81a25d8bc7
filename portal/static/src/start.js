// Everything works without this file; it only makes some parts kinder to use.
import { initAll } from "./govuk-frontend.min.js";

initAll();
