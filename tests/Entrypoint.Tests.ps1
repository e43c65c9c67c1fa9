BeforeAll {
    Import-Module "$PSScriptRoot/SpecHelpers.psm1" -Force
    $null = Enter-SpecHome
    Import-Module "$PSScriptRoot/../MlOps.psd1" -Force
}

AfterAll {
    Exit-SpecHome
}

Describe 'Export-MlEntrypoint' {
    BeforeEach {
        $folder = [IO.Directory]::CreateTempSubdirectory('mlops-entrypoint-').FullName
    }

    AfterEach {
        [IO.Directory]::Delete($folder, $true)
    }

    It 'writes a file that can be executed, and returns it' {
        $file = Export-MlEntrypoint "$folder/train"
        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -Be "$folder/train"
        [IO.File]::ReadAllText($file).StartsWith("#!/bin/sh`n") | Should -BeTrue
        if (-not $IsWindows) { "$([IO.File]::GetUnixFileMode($file))" | Should -BeLike '*UserExecute*' }
    }

    It 'calls the file train, where PowerShell is' {
        $paths = $ExecutionContext.SessionState.Path
        $before = $paths.CurrentLocation.Path
        $null = $paths.SetLocation($folder)
        try { (Export-MlEntrypoint).FullName | Should -Be "$folder/train" } finally { $null = $paths.SetLocation($before) }
    }

    It 'writes into a folder' {
        (Export-MlEntrypoint $folder).Name | Should -Be 'train'
    }

    It 'does not replace a file, unless it is told to' {
        [IO.File]::WriteAllText("$folder/train", 'mine')
        Export-MlEntrypoint "$folder/train" -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict*'
        [IO.File]::ReadAllText("$folder/train") | Should -Be 'mine'
        $null = Export-MlEntrypoint "$folder/train" -Force
        [IO.File]::ReadAllText("$folder/train").Length | Should -BeGreaterThan 1000
    }

    It 'says that a folder is not there' {
        Export-MlEntrypoint "$folder/nowhere/train" -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound*'
    }

    It 'writes nothing with -WhatIf' {
        Export-MlEntrypoint "$folder/train" -WhatIf
        [IO.File]::Exists("$folder/train") | Should -BeFalse
    }
}
