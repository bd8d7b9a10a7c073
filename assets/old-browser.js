/* For browsers too old for the portal (they run "nomodule" scripts). Plain ES5, no framework, words from our own tag. */
(function () {
  var scripts = document.getElementsByTagName("script");
  var own = null;
  for (var i = 0; i < scripts.length; i++) {
    if ((scripts[i].getAttribute("src") || "").indexOf("old-browser.js") !== -1) { own = scripts[i]; }
  }

  function words(name) {
    return (own && own.getAttribute("data-" + name)) || "";
  }

  function add(parent, kind, text, style) {
    var element = document.createElement(kind);
    element.appendChild(document.createTextNode(text));
    element.style.cssText = style || "";
    parent.appendChild(element);
    return element;
  }

  function show() {
    var body = document.body;
    while (body.firstChild) { body.removeChild(body.firstChild); }
    body.style.cssText = "margin:0;padding:24px;background:#fff;color:#1c222b;font:18px/1.6 Arial,Helvetica,sans-serif";
    var page = document.createElement("div");
    page.setAttribute("role", "main");
    page.style.cssText = "max-width:620px;margin:24px auto";
    body.appendChild(page);
    add(page, "p", words("practice"), "font-weight:bold;color:#005c5a;margin:0 0 8px");
    add(page, "h1", words("title"), "font-size:28px;line-height:1.25;margin:0 0 16px");
    add(page, "p", words("why"), "margin:0 0 24px");
    add(page, "p", words("use"), "margin:0;font-weight:bold");
    add(page, "p", words("browsers"), "margin:0 0 24px");
    add(page, "p", words("call"), "margin:0;font-weight:bold");
    var call = add(page, "p", "", "margin:0;font-size:24px");
    var number = add(call, "a", words("phone"), "color:#005c5a");
    number.setAttribute("href", "tel:" + words("phone"));
    add(page, "p", words("hours"), "margin:0");
    document.title = words("title");
  }

  if (document.body && document.readyState !== "loading") { show(); }
  else if (document.addEventListener) { document.addEventListener("DOMContentLoaded", show); }
  else { window.onload = show; }
})();
