"use strict";
/* The HTML of others that a page shows: of what cells return (outputs.js), and of texts, as the book is written (SafeHtml.cs). */
live.harmless = {
  elements: `
    a abbr article b blockquote br caption center code col colgroup dd del details dfn div dl dt em figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table
    tbody td tfoot th thead time tr tt u ul var wbr`,
  attributes: `alt colspan dir height lang open rowspan scope start title width`,
};
