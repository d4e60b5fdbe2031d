// Swagger UI puts a link into the button that opens an operation; a button holds no other control (WCAG 4.1.2).
const TextForLinks = ({ React }) => ({
  wrapComponents: { DeepLink: () => ({ text }) => React.createElement("span", null, text) },
});

window.ui = SwaggerUIBundle({
  url: `${document.body.dataset.root}openapi.json`,
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  plugins: [TextForLinks],
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => document.getElementById("servers")?.setAttribute("aria-label", "Server"),
});

// What Swagger UI draws later lacks a name, or cannot be scrolled by the keyboard (WCAG 4.1.2 and 2.1.1).
function complete() {
  for (const area of document.querySelectorAll("textarea:not([aria-label])")) area.setAttribute("aria-label", "Body");
  for (const block of document.querySelectorAll("pre:not([tabindex])")) block.tabIndex = 0;
}
new MutationObserver(complete).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
