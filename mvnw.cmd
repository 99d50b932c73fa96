<# : the cmd half is a comment to PowerShell
@echo off
rem SPDX-License-Identifier: Apache-2.0
rem
rem Runs Maven: the one on the PATH if it is 3.9 or newer, otherwise the one
rem pinned in .mvn\wrapper\maven-wrapper.properties, fetched once and verified.

rem Only set below: the mvn on the PATH is this wrapper, so it is none.
if defined MVNW_PROBE exit /b 1

setlocal
set "MVNW_SELF=%~f0"
set "MVNW_MAVEN="
set "MAVEN_PROJECTBASEDIR=%~dp0."
rem Windows PowerShell cannot load the modules PowerShell 7 puts in this variable.
setlocal
set "PSModulePath="
for /f "usebackq delims=" %%M in (`powershell -NoProfile -Command "Invoke-Expression (Get-Content -Raw -LiteralPath $env:MVNW_SELF)"`) do (
  endlocal
  set "MVNW_MAVEN=%%M"
)
if not defined MVNW_MAVEN exit /b 1
"%MVNW_MAVEN%" %*
exit /b %ERRORLEVEL%
#>

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Say($message) { [Console]::Error.WriteLine("mvnw: $message") }

# The MAVEN_BASEDIR keeps an older Maven from failing over a newer one's options
# in this .mvn.
function Get-PathVersion {
  if (-not $mvn) { return }
  $env:MVNW_PROBE = '1'
  $env:MAVEN_BASEDIR = "$env:MAVEN_PROJECTBASEDIR\.mvn\wrapper"
  $output = & $mvn -v
  $env:MVNW_PROBE = $null
  [regex]::Match("$output", 'Apache Maven (\d+\.\d+)').Groups[1].Value
}

# Runs in an empty directory that MAVEN_BASEDIR declares the project's, so that
# the older Maven sees neither this pom.xml nor this .mvn.
function Get-WithOlderMaven {
  Say "fetching Maven $version with the Maven $found on the PATH"
  $env:MAVEN_BASEDIR = "$PWD"
  $output = & $mvn -B -q 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy' `
    "-Dartifact=org.apache.maven:apache-maven:${version}:tar.gz:bin" '-DoutputDirectory=.'
  if ($LASTEXITCODE) { $output | ForEach-Object { Say $_ }; throw "Maven $found could not fetch Maven $version" }
}

function Get-FromArchive {
  Say "fetching Maven $version from $url"
  [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
  Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $archive
}

function Confirm-Checksum {
  $actual = (Get-FileHash -Algorithm SHA256 $archive).Hash.ToLower()
  if ($actual -ne $sha256) { throw "$archive has SHA-256 $actual, expected $sha256; nothing installed" }
}

# The last step is one rename, which fails if a concurrent run has come first;
# its Maven is as good. Windows has its own tar; one on the PATH may read C: as a host.
function Install-Maven {
  $work = (New-Item -ItemType Directory -Force "$dists\tmp-$PID").FullName
  Push-Location -LiteralPath $work
  try {
    if ($found) { Get-WithOlderMaven } else { Get-FromArchive }
    Confirm-Checksum
    & "$env:SystemRoot\System32\tar.exe" -xzf $archive
    if ($LASTEXITCODE) { throw "could not unpack $archive" }
    try { [IO.Directory]::Move("$work\$name", $target) }
    catch { if (-not (Test-Path -LiteralPath "$target\bin\mvn.cmd")) { throw } }
  } finally {
    Pop-Location
    Remove-Item -Recurse -Force -LiteralPath $work
  }
}

function Find-Maven {
  # An extensionless mvn is the Unix script.
  $mvn = Get-Command mvn -CommandType Application -ErrorAction SilentlyContinue |
    Where-Object { $_.Extension } | Select-Object -First 1 -ExpandProperty Source
  $found = Get-PathVersion
  if ($found -and [version]$found -ge [version]'3.9') { return $mvn }

  $properties = Get-Content -Raw -LiteralPath "$env:MAVEN_PROJECTBASEDIR\.mvn\wrapper\maven-wrapper.properties" |
    ConvertFrom-StringData
  $url = $properties.distributionUrl
  $sha256 = $properties.distributionSha256Sum
  $archive = $url.Split('/')[-1]
  $name = $archive -replace '-bin\.tar\.gz$'
  $version = $name -replace '^apache-maven-'
  $userHome = if ($env:MAVEN_USER_HOME) { $env:MAVEN_USER_HOME } else { "$HOME\.m2" }
  $dists = "$userHome\wrapper\dists\$name"
  $target = "$dists\$sha256"

  if (-not (Test-Path -LiteralPath "$target\bin\mvn.cmd")) { Install-Maven }
  return "$target\bin\mvn.cmd"
}

try { Find-Maven } catch { Say $_; exit 1 }
