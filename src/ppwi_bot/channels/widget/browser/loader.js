const F="widget/current/";const M=["chat.js"];
