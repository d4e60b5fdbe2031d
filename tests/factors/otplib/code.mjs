// Print the code that an app with this URI shows at this time: node code.mjs otpauth://… seconds
import { generateSync } from "otplib";
import { parse } from "@otplib/uri";

const [uri, seconds] = process.argv.slice(2);
const { params } = parse(uri);
console.log(generateSync({ ...params, strategy: "totp", epoch: Number(seconds) }));
