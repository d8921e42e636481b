/** Opens all parts when printing, and at the press of a button. The page works without it. */
export const script = `
const parts = () => [...document.querySelectorAll("details")];
const button = document.createElement("button");
const label = () => { button.textContent = parts().every((part) => part.open) ? "Collapse all" : "Expand all"; };
button.type = "button";
button.addEventListener("click", () => {
  const open = !parts().every((part) => part.open);
  for (const part of parts()) part.open = open;
  label();
});
label();
document.addEventListener("toggle", label, true);
document.querySelector("header").append(button);
let folded = [];
addEventListener("beforeprint", () => { folded = parts().filter((part) => !part.open); for (const part of folded) part.open = true; });
addEventListener("afterprint", () => { for (const part of folded) part.open = false; });
`;
