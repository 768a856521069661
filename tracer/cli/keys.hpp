// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/signature.hpp"
#include "host/host.hpp"

namespace CLI {
class App;
}

namespace souptrace::cli {

/// How a command is to sign: with a key file, or with a program that holds the key.
struct SignOptions {
  std::string key;
  std::string passphrase_file;
  std::string command;
  std::vector<std::string> arguments;
  std::string public_key;

  [[nodiscard]] bool given() const { return !key.empty() || !command.empty(); }
};

/// Declares --key, --passphrase-file, --sign-command, --sign-argument and --public-key.
void add_sign_options(CLI::App& command, SignOptions& options);

/// Reads a public key. Errors name the file; those of Host and of PublicKey::from_pem.
[[nodiscard]] Result<PublicKey> read_public_key(Host& host, const std::string& path);

/// Reads a private key. Besides: "key-open" for a key or passphrase file that its group or others may use. What was read is overwritten.
[[nodiscard]] Result<PrivateKey> read_private_key(Host& host, const std::string& path, const std::string& passphrase_file);

/// Signs, and checks each signature with the public key before it gives it away.
class Signer {
 public:
  /// Errors: of the keys; "usage" for options that contradict each other.
  [[nodiscard]] static Result<Signer> open(Host& host, const SignOptions& options);

  /// The raw signature over `message`. A program gets the message on standard input and prints the signature, raw, on standard output.
  /// Errors: "signing-failed" with the program's own words, "signature-wrong" (it is not the public key's).
  [[nodiscard]] Result<std::string> sign(std::string_view message) const;
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

 private:
  Signer(Host& host, PublicKey key) : host_(&host), public_key_(std::move(key)) {}
  Host* host_;
  PublicKey public_key_;
  std::optional<PrivateKey> private_key_;
  std::vector<std::string> command_;
};

}  // namespace souptrace::cli
