// A page that only leads on: its form is sent at once. Without scripts a person presses its button.
"use strict";
document.querySelector("form[data-goes-on]").requestSubmit();
