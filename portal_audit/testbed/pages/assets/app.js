"use strict";
const root = document.getElementById("root");
const heading = document.createElement("h1");
heading.textContent = "Trang thông tin điện tử xã Đèo Sim";
const welcome = document.createElement("p");
welcome.textContent = "Nội dung của trang này chỉ hiện ra khi trình duyệt chạy mã kịch bản.";
root.append(heading, welcome);
