<#
.SYNOPSIS
Builds, tests and packages the module.
.DESCRIPTION
Every task is a command of the .NET SDK, which works without this script too; CONTRIBUTING.md names them. Only the run of the specs
under Pester needs PowerShell itself.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task Test, Package
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [ValidateSet('Clean', 'Build', 'Test', 'Package')]
    [string[]] $Task = 'Build',

    # The configuration to build and test. Packages are always made of Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'

function Invoke-Checked([string] $Program) {
    & $Program @args
    if ($LASTEXITCODE -ne 0) { throw "$Program $args ended with exit code $LASTEXITCODE." }
}

function Invoke-Clean {
    $made = @("$PSScriptRoot/artifacts", "$PSScriptRoot/en-US", "$PSScriptRoot/module/bin")
    foreach ($group in 'src', 'tests', 'tools', 'packaging') {
        foreach ($name in 'bin', 'obj') { $made += [IO.Directory]::GetDirectories("$PSScriptRoot/$group", $name, 'AllDirectories') }
    }

    # One may be within another.
    foreach ($folder in $made) { if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) } }
}

function Invoke-Build { Invoke-Checked dotnet build "$PSScriptRoot/MlOps.slnx" --configuration $Configuration }

function Invoke-Test {
    Invoke-Checked dotnet test --solution "$PSScriptRoot/MlOps.slnx" --configuration $Configuration

    # In a process of its own: this one would keep the module's files open.
    $shell = [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension($shell) -ne 'pwsh') { return }
    if (-not (Get-Module -ListAvailable Pester).Where{ $_.Version.Major -eq 5 }) {
        [Console]::Error.WriteLine('The specs did not run under Pester: there is no Pester 5 here.')
        return
    }

    Invoke-Checked $shell -NoProfile -File "$PSScriptRoot/tests/Invoke-Spec.ps1"
}

function Invoke-Package { Invoke-Checked dotnet pack "$PSScriptRoot/packaging" --configuration Release }

foreach ($name in 'Clean', 'Build', 'Test', 'Package') {
    if ($Task -contains $name) { & "Invoke-$name" }
}
