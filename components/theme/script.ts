/**
 * Runs before the first paint: sets the class "dark" from the cookie or, until somebody chose, from the system,
 * and keeps following the system while nobody has chosen. Kept as text because it is sent with the page's nonce.
 */
export const themeScript = `(function(){var r=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)");
function a(){var c=(document.cookie.match(/(?:^|; )plimsoll_theme=(light|dark)/)||[])[1];
r.classList.toggle("dark",c?c==="dark":m.matches);r.dataset.theme=r.classList.contains("dark")?"dark":"light"}
a();m.addEventListener("change",a);window.addEventListener("plimsoll:theme",a)})()`;
