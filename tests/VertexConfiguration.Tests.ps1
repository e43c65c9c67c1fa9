BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud Vertex
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob here -Provider Local -Command true | Wait-MlJob
}

AfterAll { Exit-StandIn }

Describe 'Vertex AI without a setting' {
    AfterEach { Set-StandInEnvironment }

    It 'is an error that says what sets it: <variable>' -ForEach @(
        @{ variable = 'GOOGLE_CLOUD_PROJECT'; setting = '-VertexProject' }
        @{ variable = 'GOOGLE_CLOUD_REGION'; setting = '-VertexLocation' }
    ) {
        [Environment]::SetEnvironmentVariable($variable, $null)
        Get-MlJob -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        "$($problem[0].Exception.Message) $($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike "*$setting*"
        Get-StandInCall | Should -BeNullOrEmpty
    }

    It 'is left out of all providers with a verbose line' {
        $env:GOOGLE_CLOUD_PROJECT = $null
        $all = Get-MlJob -Provider All -Verbose -ErrorAction Stop 4>&1
        ($all | Where-Object { $_ -is [MlOps.MlJob] }).Name | Should -Be 'here'
        "$($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] })" | Should -BeLike '*Vertex*project*'
    }

    It 'is the first thing that Test-MlProvider says' {
        $env:GOOGLE_CLOUD_PROJECT = $null
        $row = @(Test-MlProvider Vertex)[0]
        $row.Check | Should -Be 'Project'
        $row.Result | Should -Be 'Failed'
        $row.Remedy | Should -BeLike '*-VertexProject*'
    }
}

Describe 'Vertex AI at an address that' {
    AfterEach { Set-StandInEnvironment }

    It 'is none is an error that names the variable' {
        $env:CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM = 'nowhere'
        Get-MlJob -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM*'
    }

    It 'is another machine without encryption gets nothing' {
        $env:CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM = 'http://vertex.example/'
        Get-MlJob -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*without encryption*'
    }

    It 'is not this machine wants credentials, and says where they are looked for' {
        $env:CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM = 'https://127.0.0.2.example/'
        $env:GOOGLE_APPLICATION_CREDENTIALS = [IO.Path]::Combine($env:MLOPS_HOME, 'no-such-key.json')
        Get-MlJob -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $env:GOOGLE_APPLICATION_CREDENTIALS = $null
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        $problem[0].Exception.Message | Should -BeLike '*no-such-key.json*there is no such file*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*gcloud auth application-default login*'
    }
}

Describe 'Test-MlProvider Vertex' {
    AfterEach {
        $null = Invoke-StandIn allow @{ operation = 'aiplatform.customJobs.create' }
        Set-StandInEnvironment
    }

    It 'has a row for each thing' {
        $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = 'x'; text = 'y' }
        $null = Invoke-StandIn service-account @{ email = 'trainer@ml-project-1.iam.gserviceaccount.com' }
        $rows = @(Test-MlProvider Vertex -ErrorAction Stop)
        $rows[0].Check | Should -Be 'Project'
        $rows[0].Detail | Should -BeLike 'ml-project-1*GOOGLE_CLOUD_PROJECT*'
        $rows[1].Check | Should -Be 'Location'
        foreach ($check in 'Credentials', 'Vertex AI', 'Cloud Logging', 'aiplatform.customJobs.create', 'logging.logEntries.list', 'Bucket', 'Service account') {
            ($rows | Where-Object Check -EQ $check).Result | Should -Be 'Passed'
        }

        $rows | Where-Object Result -NE Passed | ForEach-Object { $_.Detail | Should -Not -BeNullOrEmpty }
    }

    It 'names a permission that is missing, what needs it and what gives it' {
        $null = Invoke-StandIn deny @{ operation = 'aiplatform.customJobs.create' }
        $row = Test-MlProvider Vertex | Where-Object Check -EQ 'aiplatform.customJobs.create'
        $row.Result | Should -Be 'Failed'
        $row.Detail | Should -BeLike '*Start-MlTrainingJob*'
        $row.Remedy | Should -BeLike 'gcloud projects add-iam-policy-binding ml-project-1 *roles/aiplatform.user*'
    }

    It 'says that there is no such service account' {
        $env:MLOPS_VERTEX_SERVICE_ACCOUNT = 'nobody@ml-project-1.iam.gserviceaccount.com'
        $row = Test-MlProvider Vertex | Where-Object Check -EQ 'Service account'
        $row.Result | Should -Be 'Failed'
        $row.Remedy | Should -BeLike 'gcloud iam service-accounts create nobody *'
    }

    It 'says whom jobs run as when no service account is set' {
        $env:MLOPS_VERTEX_SERVICE_ACCOUNT = $null
        $row = Test-MlProvider Vertex | Where-Object Check -EQ 'Service account'
        $row.Result | Should -Be 'Warning'
        $row.Detail | Should -BeLike '*service-123456789012@gcp-sa-aiplatform-cc*'
    }

    It 'says that no bucket is set' {
        $env:MLOPS_VERTEX_BUCKET = $null
        $row = Test-MlProvider Vertex | Where-Object Check -EQ 'Bucket'
        $row.Result | Should -Be 'Failed'
        $row.Remedy | Should -BeLike '*-VertexBucket*europe-west4*'
    }
}

Describe 'The settings of Vertex AI' {
    It 'are shown with their source, and nobody is asked' {
        $null = Invoke-StandIn reset-calls
        $project = Get-MlContext VertexProject
        $project.Value | Should -Be 'ml-project-1'
        $project.Source | Should -Be 'Environment'
        $project.SourceDetail | Should -Be 'GOOGLE_CLOUD_PROJECT'
        Get-StandInCall | Should -BeNullOrEmpty
    }

    It 'come from gcloud too' {
        $env:GOOGLE_CLOUD_REGION = $null
        $null = [IO.Directory]::CreateDirectory("$env:CLOUDSDK_CONFIG/configurations")
        [IO.File]::WriteAllText("$env:CLOUDSDK_CONFIG/configurations/config_default", "[ai]`nregion = us-central1`n")
        $location = Get-MlContext VertexLocation
        [IO.Directory]::Delete($env:CLOUDSDK_CONFIG, $true)
        Set-StandInEnvironment
        $location.Value | Should -Be 'us-central1'
        $location.SourceDetail | Should -BeLike '*config_default*'
    }

    It 'are overruled by those of the session' {
        Set-MlContext -VertexBucket other-bucket -Scope Session
        $shown = Start-MlTrainingJob planned -Provider Vertex -Image train:1 -WhatIf 6>&1
        Set-MlContext -VertexBucket '' -Scope Session
        "$shown" | Should -BeLike '*gs://other-bucket/mlops/planned/*'
    }
}
