// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/base64.hpp"

// Keys that everybody knows: of the test vectors of RFC 8032 (7.1) and of the DSSE specification (protocol.md).
namespace souptrace::test {

inline std::string from_hex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

inline std::string pem(const std::string& label, const std::string& der) {
  return "-----BEGIN " + label + "-----\n" + base64(as_bytes(der)) + "\n-----END " + label + "-----\n";
}

/// An Ed25519 key of 32 bytes in hexadecimal as PKCS #8 or SubjectPublicKeyInfo (RFC 8410).
inline std::string ed25519_private(const std::string& seed) {
  return pem("PRIVATE KEY", from_hex("302e020100300506032b657004220420" + seed));
}
inline std::string ed25519_public(const std::string& point) { return pem("PUBLIC KEY", from_hex("302a300506032b6570032100" + point)); }

/// RFC 8032, test 1 and test 2.
inline std::string first_private() { return ed25519_private("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"); }
inline std::string first_public() { return ed25519_public("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"); }
inline std::string second_private() { return ed25519_private("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"); }
inline std::string second_public() { return ed25519_public("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"); }

/// The DSSE specification's P-256 key, as SEC 1, as PKCS #8 encrypted with "secret", and its public half.
inline const std::string kP256Private =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEINc+xDf9Y0bjYZxev9//D2kWgElVrTKsmsSSsO3h9v+3oAoGCCqGSM49AwEHoUQDQgAEZ805D3eqNZywjCI19lIn"
    "BJOp7YMrCrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
    "-----END EC PRIVATE KEY-----\n";
inline const std::string kP256Encrypted =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh1Hm0U+YzRXAICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAUVwdr147ALn4AUABkoR9IEgZBP\n"
    "CDtLjmOrDxHtu07bsGBu5WwxlQ3pMEveH8WkFhWHDqbRD7cy3Eudn606rQ/z7NS6\n"
    "i/0WgWFL2/UTq154hJAX53n3LFliY5hrajvHoD+Wwg24My6TLNEKLuEwT9tgfE/c\n"
    "opVZJXqu6V4o40qB0tMzJx4vEiIabQ7a0HBoYIuCp2tW2KsEIma4T4dsmwIBCgM=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
inline const std::string kP256Public =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
    "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
    "-----END PUBLIC KEY-----\n";

}  // namespace souptrace::test
