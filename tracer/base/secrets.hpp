// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>

// What documents and messages must never show: the one place that says what is a secret and what stands in its stead.
namespace souptrace {

inline constexpr std::string_view kWithheld = "(withheld)";

/// Running text, a URL or a package URL without secrets. Withheld are: the user and password of a URL (with the '@': it is the same URL then;
/// the user alone of an ssh URL stays), the value of NAME=VALUE where the name is a secret's (API_KEY, token, DB_PASSWORD, X-Amz-Signature) and
/// of "--NAME VALUE" and "-NAME VALUE" likewise, what follows "pass:" (openssl's way), "Bearer" and "Basic" in "Authorization:", and words with the beginning of a known kind of token (ghp_…, glpat-…, AKIA…).
/// `what` gets, of each, words for a person: "the value of API_KEY".
[[nodiscard]] std::string without_secrets(std::string_view text, std::set<std::string>& what);

/// The same, for a message that need not say what is missing.
[[nodiscard]] std::string without_secrets(std::string_view text);

/// The same for one word of a command line: a value reaches to the word's end ("-DAPI_KEY=a b"), after "-Wl," to the next comma.
[[nodiscard]] std::string without_secrets_in_word(std::string_view word, std::set<std::string>& what);

/// Puts kWithheld in the place of `word` when the word before it on the command line is an option that says that it is a secret: "--passphrase",
/// "-storepass"; not one that names a switch, or where the secret is kept ("file:…", "env:…", "@…", "$…"). Gives whether it did.
[[nodiscard]] bool without_secret_of_option(std::string_view option, std::string& word, std::set<std::string>& what);

}  // namespace souptrace
