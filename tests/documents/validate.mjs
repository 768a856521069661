// SPDX-License-Identifier: Apache-2.0
// Judges documents with validators that are not ours, and computes every digest in them again.
// usage: node validate.mjs [--root NAME=DIRECTORY]... [--fields FILE] [--no-rehash] DOCUMENT...
//   --root    where "NAME:" paths lie on this disk (source, build, system, install, outside); with it digests are computed again
//   --fields  the members of trace.json as the program knows them, to compare the schema with
// A *.json with "bomFormat" is a CycloneDX document, one with "@graph" SPDX 3.0.1 (its JSON schema only: read_back.py does the rest), one with
// "$schema": "urn:souptrace:trace:1" a trace; a CycloneDX document with "vulnerabilities" is a VEX document, as is one with OpenVEX's "@context".
// Exit 0: everything is right.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Validation } from '@cyclonedx/cyclonedx-library'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { PackageURL } from 'packageurl-js'
import parseLicense from 'spdx-expression-parse'

const here = path.dirname(fileURLToPath(import.meta.url))
const schemaFile = process.env.SOUPTRACE_TRACE_SCHEMA ?? path.join(here, '../../tracer/write/trace.schema.json')
const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'))
const vulnerabilitiesSchema = JSON.parse(fs.readFileSync(path.join(path.dirname(schemaFile), 'vulnerabilities.schema.json'), 'utf8'))

let problems = 0
function problem(file, what) {
  problems++
  if (problems <= 50) console.log(`${file}: ${what}`)
}

// ---- digests -------------------------------------------------------------------------------------------------------
const roots = {}
let rehashed = 0
const contents = new Map()
function contentOf(file, location) {
  if (contents.has(location)) return contents.get(location)
  const [, root, rest] = /^([a-z]+):(.*)$/s.exec(location) ?? []
  let bytes = null
  if (roots[root] === undefined) problem(file, `no --root for ${location}`)
  else {
    // Bytes that are not UTF-8 stand as %XX: such a name is only tried where the plain one does not exist.
    const plain = path.join(roots[root], rest)
    const raw = Buffer.from(plain.replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
    for (const name of [plain, raw]) {
      if (bytes !== null || !fs.existsSync(name)) continue
      bytes = fs.readFileSync(name)
    }
    if (bytes === null) problem(file, `${location} is not on the disk`)
  }
  if (contents.size > 64) contents.clear()
  contents.set(location, bytes)
  return bytes
}
const digest = (algorithm, bytes) => crypto.createHash(algorithm).update(bytes).digest('hex')
const gitoid = (bytes) => crypto.createHash('sha256').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
function same(file, what, stated, computed) {
  if (stated === undefined) return
  rehashed++
  if (stated !== computed) problem(file, `${what} says ${stated}, the bytes give ${computed}`)
}

// ---- trace.json ----------------------------------------------------------------------------------------------------
const validateTrace = new Ajv2020({ strict: true, allErrors: false }).compile(schema)

function checkTrace(file, trace, rehash) {
  if (!validateTrace(trace)) problem(file, 'schema: ' + JSON.stringify(validateTrace.errors).slice(0, 600))
  if (!rehash) return
  const paths = new Map(trace.files.map((f) => [f.id, f.path]))
  for (const one of [...trace.files, ...trace.binaries]) {
    if (one.sha256 === undefined) continue
    const bytes = contentOf(file, one.path)
    if (bytes === null) continue
    same(file, one.path, one.sha256, digest('sha256', bytes))
    same(file, one.path, one.sha512, digest('sha512', bytes))
    same(file, one.path, one.gitoid, gitoid(bytes))
    if ((one.size ?? 0) !== bytes.length) problem(file, `${one.path} is ${bytes.length} bytes, not ${one.size}`)
  }
  for (const one of trace.binaries.flatMap((binary) => binary.shipped ?? [])) {
    const bytes = contentOf(file, one.path)
    if (bytes === null) continue
    for (const algorithm of ['sha256', 'sha512']) same(file, one.path, one[algorithm], digest(algorithm, bytes))
    same(file, one.path, one.gitoid, gitoid(bytes))
  }
  for (const binary of trace.binaries) {
    for (const input of binary.inputs) {
      if (input.memberSha256 === undefined) continue
      const archive = contentOf(file, paths.get(input.file))
      if (archive === null) continue
      const member = archive.subarray(input.offset, input.offset + input.size)
      same(file, `${paths.get(input.file)}(${input.member})`, input.memberSha256, digest('sha256', member))
      const object = input.object && contentOf(file, paths.get(input.object))
      if (object) same(file, `${paths.get(input.object)} and its member`, digest('sha256', object), input.memberSha256)
    }
  }
}

/// The schema's members and those that the program writes and reads are the same ones.
function checkFields(file) {
  const known = JSON.parse(fs.readFileSync(file, 'utf8'))
  compareFields(file, known.$schema === vulnerabilitiesSchema.$id ? vulnerabilitiesSchema : schema, known)
}

function compareFields(file, schema, known) {
  delete known.$schema
  const ownNames = ['$schema', 'format']
  const names = Object.keys(schema.$defs).filter((name) => schema.$defs[name].type === 'object')
  for (const name of ['', ...names]) {
    if (known[name] === undefined) {
      problem(file, `the schema has the type ${name}, the program has not`)
      continue
    }
    const type = name === '' ? schema : schema.$defs[name]
    const own = name === '' ? ownNames : []
    const sorted = (list) => JSON.stringify([...list].sort())
    const required = sorted([...own, ...known[name].required])
    const all = sorted([...own, ...known[name].required, ...known[name].optional])
    if (sorted(type.required) !== required) problem(file, `${name}: the schema requires ${sorted(type.required)}, the program ${required}`)
    if (sorted(Object.keys(type.properties)) !== all) problem(file, `${name}: the schema has ${sorted(Object.keys(type.properties))}, the program ${all}`)
    if (type.additionalProperties !== false) problem(file, `${name}: the schema lets unknown members pass`)
  }
  for (const name of Object.keys(known)) if (name !== '' && schema.$defs[name] === undefined) problem(file, `the schema has no type ${name}`)
}

// ---- CycloneDX -----------------------------------------------------------------------------------------------------
function* allComponents(list) {
  for (const one of list ?? []) {
    yield one
    yield* allComponents(one.components)
  }
}
const property = (component, name) => component.properties?.find((p) => p.name === name)?.value

function checkComponent(file, component, archive, rehash) {
  const ref = component['bom-ref']
  if (component.purl !== undefined) {
    try {
      PackageURL.fromString(component.purl)
    } catch (error) {
      problem(file, `${ref}: purl ${component.purl}: ${error.message}`)
    }
  }
  for (const license of component.licenses ?? []) {
    try {
      parseLicense(license.expression)
    } catch (error) {
      problem(file, `${ref}: licence ${license.expression}: ${error.message}`)
    }
  }
  if (!rehash || component.hashes === undefined) return
  const member = property(component, 'souptrace:archive:member')
  const location = property(member === undefined ? component : archive, 'souptrace:file:path')
  if (location === undefined) return problem(file, `${ref} has digests and no path`)
  let bytes = contentOf(file, location)
  if (bytes === null) return
  if (member !== undefined) {
    const offset = Number(property(component, 'souptrace:archive:offset'))
    bytes = bytes.subarray(offset, offset + Number(property(component, 'souptrace:file:size')))
  }
  for (const { alg, content } of component.hashes) same(file, ref, content, digest(alg.toLowerCase().replace('-', ''), bytes))
  for (const id of component.omniborId ?? []) same(file, ref, id, 'gitoid:blob:sha256:' + gitoid(bytes))
}

function checkReferences(file, bom) {
  const listed = [bom.metadata.component, ...allComponents(bom.metadata.component.components), ...allComponents(bom.components)]
  const refs = new Set()
  JSON.stringify(bom, (key, value) => {
    if (key !== 'bom-ref') return value
    if (refs.has(value)) problem(file, `bom-ref ${value} stands twice`)
    refs.add(value)
    return value
  })
  const dependencies = new Set()
  for (const { ref, dependsOn } of bom.dependencies) {
    if (dependencies.has(ref)) problem(file, `${ref} has two entries in dependencies`)
    dependencies.add(ref)
    for (const one of [ref, ...dependsOn]) if (!refs.has(one)) problem(file, `dependencies name ${one}, which is not there`)
  }
  for (const one of listed) if (!dependencies.has(one['bom-ref'])) problem(file, `${one['bom-ref']} is not in dependencies`)
  const named = bom.compositions.flatMap((c) => [...(c.assemblies ?? []), ...(c.dependencies ?? [])])
  JSON.stringify(bom.formulation, (key, value) => {
    if (key === 'ref') named.push(value)
    return value
  })
  for (const one of named) if (!refs.has(one)) problem(file, `${one} is named and not there`)
  for (const one of bom.components) {
    if (!bom.compositions.some((c) => c.assemblies?.includes(one['bom-ref']))) problem(file, `${one['bom-ref']} is in no composition`)
  }
}

// ---- VEX -----------------------------------------------------------------------------------------------------------
const validateVulnerabilities = new Ajv2020({ strict: true, allErrors: false }).compile(vulnerabilitiesSchema)

async function checkVex(file, text, bom) {
  const result = await new Validation.JsonStrictValidator(bom.specVersion).validate(text)
  if (result !== null) problem(file, `CycloneDX ${bom.specVersion}: ` + JSON.stringify(result).slice(0, 1000))
  const refs = new Set([...allComponents(bom.components)].map((c) => c['bom-ref']))
  if (refs.size !== [...allComponents(bom.components)].length) problem(file, 'a bom-ref stands twice')
  for (const one of bom.vulnerabilities) for (const { ref } of one.affects) if (!refs.has(ref) && !isLinked(file, ref)) problem(file, `${one.id} affects ${ref}, which is not there`)
}

/// Whether a BOM-Link leads to a component of a CycloneDX document in the same directory.
function isLinked(file, ref) {
  const [, serial, version, fragment] = /^urn:cdx:([0-9a-f-]{36})\/([1-9][0-9]*)#(.+)$/.exec(ref) ?? []
  const directory = path.dirname(file)
  for (const name of serial === undefined ? [] : fs.readdirSync(directory)) {
    if (!name.includes('.cdx')) continue
    const bom = JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8'))
    if (bom.serialNumber !== 'urn:uuid:' + serial || String(bom.version) !== version) continue
    return [...allComponents(bom.components)].some((c) => c['bom-ref'] === decodeURIComponent(fragment))
  }
  return false
}

/// The rules of the OpenVEX specification 0.2.0 and of its JSON schema.
const openVexMembers = {
  document: ['@context', '@id', 'author', 'role', 'timestamp', 'last_updated', 'version', 'tooling', 'statements'],
  statement: ['@id', 'version', 'vulnerability', 'timestamp', 'last_updated', 'products', 'status', 'supplier', 'status_notes', 'justification',
    'impact_statement', 'action_statement', 'action_statement_timestamp'],
  vulnerability: ['@id', 'name', 'description', 'aliases'],
  product: ['@id', 'identifiers', 'hashes', 'subcomponents'],
  subcomponent: ['@id', 'identifiers', 'hashes'],
  identifiers: ['purl', 'cpe22', 'cpe23'],
  hashes: ['md5', 'sha1', 'sha-256', 'sha-384', 'sha-512', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'blake2s-256', 'blake2b-256', 'blake2b-512'],
}
function checkMembers(file, type, object) {
  for (const [name, value] of Object.entries(object ?? {})) {
    if (!openVexMembers[type].includes(name)) problem(file, `${type}: ${name} is no member of it`)
    else if (name === '@id' && !URL.canParse(value)) problem(file, `${type}: @id ${value} is no IRI`)
    else if (name === 'version' && !(Number.isInteger(value) && value >= 1)) problem(file, `${type}: version ${value}`)
    else if (/^(timestamp|last_updated)$/.test(name) && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) problem(file, `${type}: ${name} ${value}`)
    else if (Array.isArray(value) && new Set(value.map((one) => JSON.stringify(one))).size !== value.length) problem(file, `${type}: ${name} has something twice`)
    else if (!['version', 'statements', 'vulnerability', 'products', 'aliases', 'identifiers', 'hashes', 'subcomponents'].includes(name) && typeof value !== 'string')
      problem(file, `${type}: ${name} is no string`)
  }
}

function checkOpenVex(file, document) {
  checkMembers(file, 'document', document)
  if (document.statements?.length === 0) problem(file, 'has no statement')
  for (const one of document.statements) {
    checkMembers(file, 'statement', one)
    checkMembers(file, 'vulnerability', one.vulnerability)
    for (const product of one.products) {
      checkMembers(file, 'product', product)
      for (const part of product.subcomponents) checkMembers(file, 'subcomponent', part)
      for (const part of [product, ...product.subcomponents]) {
        checkMembers(file, 'identifiers', part.identifiers)
        checkMembers(file, 'hashes', part.hashes)
      }
    }
    if (one.status === 'not_affected' && (one.justification === undefined) === (one.impact_statement === undefined))
      problem(file, `${one.vulnerability?.name}: not exactly one of justification and impact statement`)
  }
  if (document['@context'] !== 'https://openvex.dev/ns/v0.2.0') problem(file, '@context is ' + document['@context'])
  for (const name of ['@id', 'author', 'timestamp', 'version', 'statements']) if (document[name] === undefined) problem(file, `has no ${name}`)
  const justifications = ['component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path',
    'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist']
  for (const one of document.statements) {
    const name = one.vulnerability?.name
    if (!name || !one.products?.every((p) => p['@id'] && /^[0-9a-f]{64}$/.test(p.hashes['sha-256']))) problem(file, `${name}: no name, or no product with a digest`)
    if (!['not_affected', 'affected', 'fixed', 'under_investigation'].includes(one.status)) problem(file, `${name}: status ${one.status}`)
    if (one.justification && (one.status !== 'not_affected' || !justifications.includes(one.justification))) problem(file, `${name}: justification`)
    if (one.status === 'affected' && !one.action_statement) problem(file, `${name}: no action statement`)
    for (const product of one.products) for (const part of [product, ...product.subcomponents]) if (part.identifiers?.purl) PackageURL.fromString(part.identifiers.purl)
  }
}

async function checkBom(file, text, bom, rehash) {
  const result = await new Validation.JsonStrictValidator(bom.specVersion).validate(text)
  if (result !== null) problem(file, `CycloneDX ${bom.specVersion}: ` + JSON.stringify(result).slice(0, 1000))
  checkReferences(file, bom)
  const subject = bom.metadata.component
  const algorithms = subject.hashes?.map((h) => h.alg).join()
  if (algorithms !== 'SHA-256,SHA-512') problem(file, `the binary has the digests ${algorithms}`)
  const visit = (component, archive) => {
    checkComponent(file, component, archive, rehash)
    for (const child of component.components ?? []) visit(child, component)
  }
  for (const component of [subject, ...bom.components]) visit(component, component)
}

// ---- SPDX 3.0.1 ----------------------------------------------------------------------------------------------------
let validateSpdx = null
function checkSpdx(file, document) {
  if (validateSpdx === null) {
    const ajv = new Ajv2020({ strict: false })
    addFormats(ajv)
    validateSpdx = ajv.compile(JSON.parse(fs.readFileSync(path.join(here, 'spdx-3.0.1.schema.json'), 'utf8')))
  }
  if (!validateSpdx(document)) problem(file, 'SPDX schema: ' + JSON.stringify(validateSpdx.errors).slice(0, 600))
}

// ---- main ----------------------------------------------------------------------------------------------------------
const documents = []
let rehash = false
let mayRehash = true
const args = process.argv.slice(2)
while (args.length > 0) {
  const arg = args.shift()
  if (arg === '--root') {
    const [name, directory] = args.shift().split(/=(.*)/s)
    roots[name] = directory
    rehash = true
  } else if (arg === '--no-rehash') mayRehash = false
  else if (arg === '--fields') checkFields(args.shift())
  else documents.push(arg)
}
if (documents.length === 0) problem('validate.mjs', 'no document is named')
for (const file of documents) {
  const text = fs.readFileSync(file, 'utf8')
  const document = JSON.parse(text)
  if (document.bomFormat === 'CycloneDX' && document.vulnerabilities) await checkVex(file, text, document)
  else if (document['@context'] === 'https://openvex.dev/ns/v0.2.0') checkOpenVex(file, document)
  else if (document.$schema === vulnerabilitiesSchema.$id) {
    if (!validateVulnerabilities(document)) problem(file, 'schema: ' + JSON.stringify(validateVulnerabilities.errors).slice(0, 600))
  } else if (document.bomFormat === 'CycloneDX') await checkBom(file, text, document, rehash && mayRehash)
  else if (document['@graph'] !== undefined) checkSpdx(file, document)
  else if (document.$schema === schema.$id) checkTrace(file, document, rehash && mayRehash)
  else problem(file, 'neither a CycloneDX or SPDX 3 document nor a trace')
}
console.log(`${documents.length} documents, ${rehashed} digests computed again, ${problems} problems`)
process.exit(problems === 0 ? 0 : 1)
