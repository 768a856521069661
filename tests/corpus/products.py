# SPDX-License-Identifier: Apache-2.0
"""The corpus: real CMake products, from Debian's source packages, and how each is built here.

Tests that cost much are off, programs are on: a binary is what is traced. A static variant links the product's own libraries statically;
a product without libraries of its own has the variant "program" alone.
"""

import dataclasses

# What every product needs here, whatever it is.
COMMON_PACKAGES = ("g++", "cmake", "ninja-build", "ccache", "strace", "binutils", "dpkg-dev", "python3", "nlohmann-json3-dev", "libfmt-dev",
                   "libcli11-dev", "libssl-dev", "libsqlite3-dev", "zlib1g-dev", "libcpp-httplib-dev")
LINKER_PACKAGES = ("lld", "mold", "clang")
RELEASE = "-DCMAKE_BUILD_TYPE=Release"


@dataclasses.dataclass(frozen=True)
class Product:
    name: str
    package: str  # Debian's source package
    arguments: tuple  # of CMake, for every variant
    variants: dict  # name → further arguments
    build_packages: tuple = ()
    toolchains: tuple = ("gcc-bfd",)  # of the variants that `wide` names not; see toolchains.py
    wide: dict = dataclasses.field(default_factory=dict)  # variant → its toolchains
    note: str = ""  # what a reader of results has to know about the choice

    def toolchains_of(self, variant):
        return self.wide.get(variant, self.toolchains)


LINKERS = ("gcc-bfd", "gcc-gold", "gcc-lld", "gcc-mold")
LTO = ("gcc-lto-bfd", "gcc-lto-gold", "gcc-lto-mold", "clang-thin-lld")
_LIBRARY = {"static": ("-DBUILD_SHARED_LIBS=OFF",), "shared": ("-DBUILD_SHARED_LIBS=ON",)}

PRODUCTS = (
    # Its examples link the shared library alone.
    Product("jsoncpp", "libjsoncpp", ("-DJSONCPP_WITH_POST_BUILD_UNITTEST=OFF", "-DBUILD_OBJECT_LIBS=OFF"),
            {"static": ("-DBUILD_SHARED_LIBS=OFF", "-DBUILD_STATIC_LIBS=ON"),
             "shared": ("-DBUILD_SHARED_LIBS=ON", "-DBUILD_STATIC_LIBS=OFF", "-DJSONCPP_WITH_EXAMPLE=ON")},
            wide={"static": LINKERS + LTO, "shared": LINKERS}),
    Product("leveldb", "leveldb", ("-DLEVELDB_BUILD_TESTS=OFF", "-DLEVELDB_BUILD_BENCHMARKS=OFF"), _LIBRARY, ("libsnappy-dev",),
            wide={"static": LINKERS + LTO, "shared": LINKERS}),
    Product("yaml-cpp", "yaml-cpp", ("-DYAML_CPP_BUILD_TESTS=OFF", "-DYAML_CPP_BUILD_TOOLS=ON"), _LIBRARY),
    Product("libzip", "libzip", ("-DBUILD_REGRESS=OFF", "-DBUILD_DOC=OFF", "-DENABLE_GNUTLS=OFF", "-DENABLE_MBEDTLS=OFF"), _LIBRARY,
            ("libbz2-dev", "liblzma-dev"),
            note="libzip stands for re2, whose Debian source package lacks files that its CMake build needs"),
    Product("libjpeg-turbo", "libjpeg-turbo", ("-DWITH_JAVA=OFF",),
            {"static": ("-DENABLE_SHARED=OFF", "-DENABLE_STATIC=ON"), "shared": ("-DENABLE_SHARED=ON", "-DENABLE_STATIC=OFF")}, ("nasm",)),
    Product("openjpeg", "openjpeg2", ("-DBUILD_CODEC=ON", "-DBUILD_JPIP=OFF", "-DBUILD_TESTING=OFF"),
            {"static": ("-DBUILD_SHARED_LIBS=OFF", "-DBUILD_STATIC_LIBS=ON"), "shared": ("-DBUILD_SHARED_LIBS=ON", "-DBUILD_STATIC_LIBS=OFF")},
            ("liblcms2-dev", "libpng-dev", "libtiff-dev")),
    Product("libarchive", "libarchive", ("-DENABLE_TEST=OFF", "-DENABLE_NETTLE=OFF"),
            {"static": ("-DENABLE_TAR_SHARED=OFF", "-DENABLE_CPIO_SHARED=OFF", "-DENABLE_CAT_SHARED=OFF"),
             "shared": ("-DENABLE_TAR_SHARED=ON", "-DENABLE_CPIO_SHARED=ON", "-DENABLE_CAT_SHARED=ON")},
            ("libbz2-dev", "liblz4-dev", "liblzma-dev", "libxml2-dev", "libzstd-dev", "libacl1-dev")),
    Product("curl", "curl", ("-DBUILD_TESTING=OFF", "-DCURL_USE_OPENSSL=ON", "-DUSE_NGHTTP2=ON", "-DCURL_BROTLI=ON", "-DCURL_ZSTD=ON",
                             "-DCURL_DISABLE_LDAP=ON"), _LIBRARY,
            ("libnghttp2-dev", "libbrotli-dev", "libzstd-dev", "libidn2-dev", "libpsl-dev", "libssh2-1-dev")),
    Product("mbedtls", "mbedtls", ("-DENABLE_PROGRAMS=ON", "-DENABLE_TESTING=OFF", "-DMBEDTLS_FATAL_WARNINGS=OFF"),
            {"static": ("-DUSE_STATIC_MBEDTLS_LIBRARY=ON", "-DUSE_SHARED_MBEDTLS_LIBRARY=OFF"),
             "shared": ("-DUSE_STATIC_MBEDTLS_LIBRARY=OFF", "-DUSE_SHARED_MBEDTLS_LIBRARY=ON")}),
    Product("cppcheck", "cppcheck", ("-DBUILD_GUI=OFF", "-DBUILD_TESTS=OFF", "-DHAVE_RULES=ON", "-DUSE_BUNDLED_TINYXML2=OFF"),
            {"program": ()}, ("libpcre3-dev", "libtinyxml2-dev")),
    Product("mosquitto", "mosquitto", ("-DDOCUMENTATION=OFF", "-DWITH_BUNDLED_DEPS=OFF", "-DWITH_WEBSOCKETS=ON"),
            {"shared": ("-DWITH_STATIC_LIBRARIES=OFF",)}, ("libcjson-dev", "libwebsockets-dev", "uthash-dev"),
            wide={"shared": LINKERS + LTO}),
    Product("dcmtk", "dcmtk", ("-DCMAKE_INSTALL_DATADIC=share/libdcmtk17", "-DDCMTK_WITH_OPENSSL=ON", "-DDCMTK_WITH_XML=ON",
                               "-DDCMTK_WITH_TIFF=ON", "-DDCMTK_WITH_PNG=ON", "-DDCMTK_WITH_ZLIB=ON", "-DDCMTK_WITH_ICONV=OFF",
                               "-DDCMTK_WITH_ICU=OFF", "-DDCMTK_WITH_DOXYGEN=OFF"), _LIBRARY,
            ("libpng-dev", "libtiff-dev", "libxml2-dev", "libwrap0-dev", "libsndfile1-dev")),
)


def known(what, names, there):
    """`names`; ValueError says which of them are not `there`, and what is."""
    unknown = sorted(set(names or ()) - set(there))
    if unknown:
        raise ValueError(f"no {what} {', '.join(unknown)}; there are {', '.join(dict.fromkeys(there))}")
    return names


def named(names):
    """The products with these names, in the corpus's order; all without names. ValueError names one that is none."""
    known("product", names, [one.name for one in PRODUCTS])
    return [one for one in PRODUCTS if not names or one.name in names]


def selected(names, variants, toolchains):
    """[(product, variant, toolchain's name)] of these names, in the corpus's order; no names are all. ValueError names one that is none, or none of
    what the others leave: whoever mistypes must not be told that nothing differs."""
    products = named(names)
    known("variant", variants, [variant for one in products for variant in one.variants])
    known("toolchain", toolchains, [each for one in products for variant in one.variants for each in one.toolchains_of(variant)])
    out = [(one, variant, each) for one in products for variant in one.variants if not variants or variant in variants
           for each in one.toolchains_of(variant) if not toolchains or each in toolchains]
    left = {product.name for product, _, _ in out}
    for one in products:
        if one.name not in left and (names or not left):
            rows = [f"{variant} {each}" for variant in one.variants for each in one.toolchains_of(variant)]
            raise ValueError(f"{one.name} has none of these; it has {', '.join(rows)}")
    return out
