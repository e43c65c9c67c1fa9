# Sends data several times and writes how long it took: each time to a place of its own, with the word 'alone' after the one before has been deleted; or, with the word 'again', to the same place.
param([string] $Manifest, [string] $Source, [string] $Destination, [int] $Runs, [string] $Place = 'anew')

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
for ($run = 0; $run -lt $Runs; $run++) {
    $which = if ($run -eq 0) { 'first-' } else { '' }
    $to = if ($Place -eq 'again') { $Destination } else { "$Destination/$run" }
    $before = "$Destination/$($run - 1)"
    if ($Place -eq 'alone' -and [IO.Directory]::Exists($before)) { [IO.Directory]::Delete($before, $true) }
    $files = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Send-MlData $Source $to | ForEach-Object { $files++ }
    "${which}send-ms $($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
    "files $files"
}
