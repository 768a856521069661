// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct evp_pkey_st;  // libcrypto's EVP_PKEY

// Signatures with Ed25519 (RFC 8032) and ECDSA on P-256 with SHA-256 (FIPS 186-5). Every other kind of key is refused. Errors never hold key
// material; keys are kept by libcrypto alone, which overwrites them when they go.
namespace souptrace {

/// A key that checks signatures.
class PublicKey {
 public:
  /// Reads one SubjectPublicKeyInfo in PEM ("BEGIN PUBLIC KEY", what `openssl pkey -pubout` writes). Errors: "key-malformed",
  /// "key-unsupported" (another algorithm), "key-private" (a private key, which is not needed to check anything).
  [[nodiscard]] static Result<PublicKey> from_pem(std::string_view pem);

  /// Whether `signature` is this key's over `message`. ECDSA: a DER ECDSA-Sig-Value, or r and s as 32 bytes each.
  [[nodiscard]] bool verifies(ByteView message, ByteView signature) const;

  /// SHA-256 of the DER SubjectPublicKeyInfo, as lower-case hexadecimal.
  [[nodiscard]] const std::string& keyid() const { return keyid_; }
  /// "Ed25519" or "ECDSA P-256"
  [[nodiscard]] std::string_view algorithm() const;

 private:
  friend class PrivateKey;
  static Result<PublicKey> of(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
  std::string keyid_;
};

/// A key that signs.
class PrivateKey {
 public:
  /// Reads a private key in PEM (PKCS #8, or SEC 1 for ECDSA), with `passphrase` where it is encrypted. Errors: "key-malformed" (also a
  /// wrong passphrase), "key-unsupported", "key-encrypted" (and no passphrase was given).
  [[nodiscard]] static Result<PrivateKey> from_pem(std::string_view pem, std::optional<std::string_view> passphrase = std::nullopt);

  /// The signature over `message`: 64 bytes for Ed25519, always the same; a DER ECDSA-Sig-Value for ECDSA, each time another one. Error
  /// "signing-failed".
  [[nodiscard]] Result<std::string> sign(ByteView message) const;
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

 private:
  explicit PrivateKey(PublicKey key) : public_key_(std::move(key)) {}
  PublicKey public_key_;  ///< libcrypto keeps both halves in one
};

}  // namespace souptrace
